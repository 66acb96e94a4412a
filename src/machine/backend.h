// The contract of a backend: what performing each operation means. No code; the next backend's
// author reads this, and the conformance suite holds every backend to it.
//
// In general
//   * An operation happens whole or not at all, at one instant between its yield and its outcome.
//     What a process does between two operations nobody else can notice.
//   * A blocking operation waits until it can happen. With a deadline it gives Outcome::timeout()
//     when time is up first; with kOnlyTry it never waits. An operation that can happen at once
//     happens, whatever its deadline.
//   * A failure changes nothing, except where said.
//   * Messages come from fault.h and are the same in every backend, word for word.
//   * A process may be ended by a signal at any instant. Then, in this order: its locks are treated
//     by their `on_owner_death`; a barrier at which it waited is broken; it is no waiter of
//     anything any more; its children are killed (SIGKILL), theirs too; whoever waits for it goes
//     on. A normal end (kEnd) treats locks and barriers in the same way.
//   * A handled signal (Machine::interrupt) comes before the next operation or ends a waiting one,
//     which then has not happened: it is no waiter any more; a barrier loses an arrival and is NOT
//     broken by it; a process waiting on a condition holds the condition's lock again when its
//     cleanups run (it waits for it first). One whose waiting on a condition is over already, and
//     who waits for the lock only, comes to the operation's end before it handles the signal.
//
// Output
//   kPrint       one event with the whole text; lines of one print are never mixed with others'.
//   kReport      an event; the machine goes on to end with 1. Marks the process as failed.
//
// Values, lists, dicts (paths: machine/paths.h)
//   kRead        the attribute; whole arrays give a list of their members' values, read at one
//                instant. Lock owner: the display name or null. kWhole of a lock {owner}, a
//                condition {waiting}, a barrier {parties, waiting, broken}, a queue {size, closed},
//                a pool {workers}; of a semaphore, event, list, dict, value its value; of a process
//                its snapshot. kElement: the element at *path; a missing one gives a kError VALUE
//                (status kDone), which the expression may absorb. kSize: likewise. flag (live()):
//                snapshots of the running children of self, in the order of their starts.
//   kStore … kRemove   see paths.h. kAdd of int to int is int (overflow fails), otherwise double;
//                gives the new value. kKernelExtend appends everything or nothing.
//
// Locks, semaphores, conditions
//   kAcquire     lock: free -> mine. Mine already: reentrant counts, otherwise it waits for ever (a
//                self-deadlock). Of a dead owner: `error`: fails with kOwnerDied (detail: name) and
//                leaves the lock free for the next; `release`: free; `hold`: stays held.
//                Semaphore: value > 0 -> value - 1. Condition: its lock.
//   kRelease     lock: not held: kNotHeld; another's: kHeldByAnother; one recursion level less,
//   free
//                at the last. Semaphore: value + n (value: null is 1; below 1: kNegativeCount);
//                bounded and above the start value: kOverReleased.
//   kConditionWait   not holding the lock: kNotHeld/kHeldByAnother. Frees the lock (all recursion
//                levels) and waits for a notify in one instant; once notified takes the lock again
//                (restoring levels) before it is done. Timed out: takes the lock again, waiting for
//                it as long as that takes, then gives timeout. kOnlyTry gives timeout at once,
//                without freeing the lock. Who dies after it was notified and before it has the
//                lock again has made no use of the notify: one of those that wait then, any one, is
//                woken in its place; when none does, the notify is lost. Who dies holding the lock
//                again has made use of it.
//   kNotify      holding the lock required, as above. Wakes `value` (null: all) of those that wait;
//                any ones of them.
//
// Events:  kTrigger sets, kClear clears, kWaitEvent waits until it is set.
//
// Barriers  Arrivals count from 0. The arrival that completes the parties lets everyone pass and
//                makes the barrier ready for the next round at once; or, with an action, gets an
//                object reference as its result, and everyone goes on waiting until its
//                kBarrierPass (all pass; gives its arrival index) or kBarrierFail (broken for the
//                others).
//   kBarrierWait broken: kBroken. A deadline (or else the barrier's own timeout) that passes breaks
//                the barrier: this process gets timeout, the others kBroken. kOnlyTry breaks it
//                too, unless this arrival completes the parties. A party that dies while it waits,
//                or during its action, breaks it.
//   kAbort       broken; those waiting get kBroken.   kReset  those waiting get kBroken; whole
//   again.
//                An arrival after a reset belongs to the new round, even while old ones leave.
//
// Queues
//   kPut         waits while full. Closed, or closed while waiting: kQueueClosed. Counts one more
//                unfinished task. Waiting puts and gets are served in the order of their arrival
//                where nothing (a kill, a timeout) disturbs it.
//   kGet         waits while empty; empty and closed: kQueueClosed.
//   kTaskDone    one less unfinished; none left: kTooManyTasksDone.
//   kJoinQueue   waits until none is unfinished.
//   kCloseQueue  twice is once.
//
// kWaitAny       value: a list of references (kObject values for events and queues, kProcess
//                snapshots, handles). Ready: an event that is set, a queue with an item or closed,
//                an ended process, a finished call. Waits until at least one is; gives the list of
//                the positions (ints, ascending) that are ready at that instant. Nothing is
//                consumed.
//
// Processes      (states: initial -> started -> stopped)
//   kStart       by a daemon: kDaemonStarts; inside a pool's call: kCallStarts; not initial:
//                kAlreadyStarted. The new process is a child of the starter. A process without a
//                name is named Process-N, N counting the starts of its starter from 1 (named ones
//                count too), with the starter's own numbers before it: Process-1:2.
//   kJoin        never started: kNotStarted. self: kJoinsItself. Waits until it is stopped. A pool
//                worker is a process too.
//   kTerminate   kKill: never started: kNotStarted; stopped: nothing. Sends SIGTERM / SIGKILL and
//                waits until it is dead, its locks treated. A process that handles SIGTERM ends by
//                its handler; one that ignores it is awaited for ever. Of self: the signal acts
//                before anything else. A process ended by this did not fail.
//   kSend        never started: kNotStarted; stopped: nothing. The signal acts soon, not
//                necessarily before the sender goes on. Unhandled: as POSIX says (SIGCHLD, SIGURG,
//                SIGWINCH, SIGCONT: nothing; SIGSTOP and its kin are refused by the check; the rest
//                end it).
//   kStopDaemons, kJoinChildren   the end of a process that may have children. Daemons: SIGTERM and
//                await, all at once (a daemon that ignores SIGTERM is killed after that grace the
//                posix backend names); then the rest are joined.
//   kEnd         the end. For an evaluator: its value is the routine's.
//
// Time           kSleep until the deadline; kWork burns CPU time (virtual time: it takes that
// long);
//                flag: until the wall clock has advanced by it. kYield lets others run.
// kChoose        gives one element of the list `value`: a run draws (Machine::draw, from the
// process's
//                seeded Random), exploring tries every one. An empty list: kNothingToChoose.
//
// Pools          Workers are daemons, children of the first process that submits to, closes or
//                terminates it (its owner; a daemon: kDaemonPool); they are started then, named
//                ForkPoolWorker-N from the same counter as Process-N. They run the pool's worker
//                routine: the initializer, then kPoolTake, the calls, kPoolFinish, again.
//   kPoolSubmit  closed: kPoolClosed; terminated or its owner ended: kPoolTerminated. spec.callee
//   says
//                what to call. spec.mapped: value is the list of items, split into jobs of the
//                number in spec.chunk_slot (Machine gives it as `chunk`; null: default_chunk);
//                otherwise value is the list of one call's arguments: one job with one item, star.
//                Gives a handle.
//   kPoolTake    the jobs in order; null when closed and empty, or after tasks_per_worker calls
//   (the
//                worker then ends and is replaced under a new name).
//   kPoolFinish  stores results by index.
//   kPoolGather  waits for all of the handle's results. A mapped call: the list, in input order (or
//                that of completion when unordered); its first error in input order fails the
//                gather with kCallFailed once all are done (keep_errors: {error: text} in its
//                place). May be gathered any number of times, by any process.
//   worker death on_worker_death error: the calls of its job fail with kWorkerDied; retry n: the
//   job
//                is done again up to n times. A replacement worker is started either way.
//   initializer  a worker whose initializer fails reports kPoolFail; after 3 failures in a row all
//                pending and later calls fail with kInitializerFailed.
//   kPoolClose   waits until all jobs are done and the workers are joined.
//   kPoolTerminate, or the owner's end: workers are ended by SIGTERM, unfinished calls fail with
//                kPoolTerminated; finished results can still be gathered.
#pragma once
