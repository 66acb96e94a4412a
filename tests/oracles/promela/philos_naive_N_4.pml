/* Written by generate.py: philos_naive(N=4). */
bit f0 = 0;
bit f1 = 0;
bit f2 = 0;
bit f3 = 0;

active proctype phil0() {
at_0: atomic { (f0 == 0) -> f0 = 1; goto at_1 };
at_1: atomic { (f1 == 0) -> f1 = 1; goto at_2 };
at_2: atomic { (true) -> f1 = 0; goto at_3 };
at_3: atomic { (true) -> f0 = 0; goto end_done };
end_done: false
}

active proctype phil1() {
at_0: atomic { (f1 == 0) -> f1 = 1; goto at_1 };
at_1: atomic { (f2 == 0) -> f2 = 1; goto at_2 };
at_2: atomic { (true) -> f2 = 0; goto at_3 };
at_3: atomic { (true) -> f1 = 0; goto end_done };
end_done: false
}

active proctype phil2() {
at_0: atomic { (f2 == 0) -> f2 = 1; goto at_1 };
at_1: atomic { (f3 == 0) -> f3 = 1; goto at_2 };
at_2: atomic { (true) -> f3 = 0; goto at_3 };
at_3: atomic { (true) -> f2 = 0; goto end_done };
end_done: false
}

active proctype phil3() {
at_0: atomic { (f3 == 0) -> f3 = 1; goto at_1 };
at_1: atomic { (f0 == 0) -> f0 = 1; goto at_2 };
at_2: atomic { (true) -> f0 = 0; goto at_3 };
at_3: atomic { (true) -> f3 = 0; goto end_done };
end_done: false
}
