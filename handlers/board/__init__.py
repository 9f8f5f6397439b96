"""The message board (留言板): a word to the community's secretary, and what everybody says."""
