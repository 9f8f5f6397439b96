"""Files from one messenger to another.

store.py is what a channel does with files, supply.py what is done with those of all channels:
where the bytes come from, and by what name another channel gets them. courier.py stands before a
channel's courier, so that the files of a row have names there; wording.py says in words what
cannot be shown. fetching.py fetches what its messenger does not keep. voice.py: formats of voice.

docs/decisions/0030-files-between-channels.md says why.
"""
