# Unit tests of src/align.
