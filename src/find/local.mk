# Sources of src/find.
