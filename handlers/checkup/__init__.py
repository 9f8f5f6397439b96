"""The 15-minute check-up for planners: a picture and an Excel sheet."""
