"""The message board (留言板, 书记直通车): words for the secretary, and what was answered."""
