"""What is in the documents of uploads that their readers may not expect."""
