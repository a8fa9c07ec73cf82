# Unit tests of src/segment.
