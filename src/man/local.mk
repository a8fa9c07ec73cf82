# Sources of src/man.
