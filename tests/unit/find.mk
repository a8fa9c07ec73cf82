# Unit tests of src/find.
