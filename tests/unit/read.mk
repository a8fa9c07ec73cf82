# Unit tests of src/read.
