/* Written by generate.py: append_orders(N=2,K=3). */
byte l[6]; byte size_l;

active proctype p0() {
at_0: atomic { (true) -> l[size_l] = 11; size_l++; goto at_1 };
at_1: atomic { (true) -> l[size_l] = 12; size_l++; goto at_2 };
at_2: atomic { (true) -> l[size_l] = 13; size_l++; goto end_done };
end_done: false
}

active proctype p1() {
at_0: atomic { (true) -> l[size_l] = 21; size_l++; goto at_1 };
at_1: atomic { (true) -> l[size_l] = 22; size_l++; goto at_2 };
at_2: atomic { (true) -> l[size_l] = 23; size_l++; goto end_done };
end_done: false
}
