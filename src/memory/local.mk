# Sources of src/memory.
