/* The same problem as philosophers_ordered.yaml; processes never die, which Spin would count. */
#ifndef N
#define N 10
#endif
byte fork[N];
#define take(f) atomic { fork[f] == 0 -> fork[f] = 1 }
#define give(f) fork[f] = 0
proctype philosopher(byte low; byte high) {
  take(low);
  take(high);
  give(high);
  give(low);
end: false
}
init {
  byte i;
  atomic {
    do
    :: i < N - 1 -> run philosopher(i, i + 1); i++
    :: else -> break
    od;
    run philosopher(0, N - 1);
    i = 0
  }
end: false
}
