# Sources of src/segment.
