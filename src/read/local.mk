# Sources of src/read.
