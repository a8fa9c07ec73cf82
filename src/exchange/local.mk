# Sources of src/exchange.
