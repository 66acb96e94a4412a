/* Written by generate.py: event_pulse. */
bit e = 0;

active proctype waiter() {
at_0: atomic { (e) -> goto end_done };
end_done: false
}

active proctype pulser() {
at_0: atomic { (true) -> e = 1; goto at_1 };
at_1: atomic { (true) -> e = 0; goto end_done };
end_done: false
}
