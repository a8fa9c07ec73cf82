# Unit tests of src/memory.
