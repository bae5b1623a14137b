"""The values that Wasla decides over: pure, standard library and phonenumbers only."""
