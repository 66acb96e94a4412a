/* Written by generate.py: sentinel_missing. */
chan q = [2] of { int };

active proctype prod() {
at_0: atomic { (nfull(q)) -> q!1; goto at_1 };
at_1: atomic { (nfull(q)) -> q!1; goto at_2 };
at_2: atomic { (nfull(q)) -> q!0; goto end_done };
end_done: false
}

active proctype c0() {
  int t;
at_0: atomic { (nempty(q)) -> q?t; if :: (t==0) -> t = 0; goto end_done :: else -> t = 0; goto at_0 fi };
end_done: false
}

active proctype c1() {
  int t;
at_0: atomic { (nempty(q)) -> q?t; if :: (t==0) -> t = 0; goto end_done :: else -> t = 0; goto at_0 fi };
end_done: false
}
