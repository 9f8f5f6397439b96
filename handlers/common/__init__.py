"""What conversations share: the language, questions and their answers, the menu, media, words."""
