/* Written by generate.py: barrier_few. */
byte arrived_b;
byte waits_b[2]; /* 1: waits, 2: may pass */

active proctype p0() {
at_0: atomic { (true) -> arrived_b++; if :: arrived_b == 3 -> arrived_b = 0; if :: waits_b[0] == 1 -> waits_b[0] = 2 :: else fi; if :: waits_b[1] == 1 -> waits_b[1] = 2 :: else fi; goto end_done :: else -> waits_b[0] = 1; goto at_0_again fi };
at_0_again: atomic { (waits_b[0] == 2) -> waits_b[0] = 0; goto end_done };
end_done: false
}

active proctype p1() {
at_0: atomic { (true) -> arrived_b++; if :: arrived_b == 3 -> arrived_b = 0; if :: waits_b[0] == 1 -> waits_b[0] = 2 :: else fi; if :: waits_b[1] == 1 -> waits_b[1] = 2 :: else fi; goto end_done :: else -> waits_b[1] = 1; goto at_0_again fi };
at_0_again: atomic { (waits_b[1] == 2) -> waits_b[1] = 0; goto end_done };
end_done: false
}
