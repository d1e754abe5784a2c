UPDATE run_lock SET holder = NULL, trigger = NULL, held_since = NULL
