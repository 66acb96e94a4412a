/* Written by generate.py: kill_holding_lock. */
bit m = 0;
byte state_W = 0;

active proctype main() {
at_0: atomic { (true) -> state_W = 1; goto at_1 };
at_1: atomic { (true) -> state_W = 3; goto at_2 };
at_2: atomic { (m == 0) -> m = 1; goto at_3 };
at_3: atomic { (true) -> m = 0; goto at_4 };
at_4: atomic { (true) -> goto end_done };
end_done: false
}

active proctype W() {
end_at_0: atomic { (state_W == 1 && m == 0) -> m = 1; goto end_at_1 };
end_at_1: atomic { (state_W == 1) -> m = 0; goto end_at_2 };
end_at_2: atomic { (state_W == 1) -> state_W = 2; goto end_done };
end_done: false
}
