"""What can be done to an image. The only room that loads the image library."""
