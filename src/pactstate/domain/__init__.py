"""The domain: what an agreement is, how it moves, what its evidence shows. Pure: no files, no clock.

docs/domain.md explains it. Its parts are in these modules:

- *States, flags, events*: ``events`` has the words, ``lifecycle`` the table of what may follow what, ``guards`` its
  numbered conditions, ``effects`` what an event changes, ``position`` the state with what each party has done.
- *Dates*: ``dates``; ``date_words`` proposes what to write for a text that is no date.
- *Evidence*: ``known_by`` decides which claims were public by a day, ``evidence`` which entries count.
- *Status*: ``points``, ``timeline`` and ``readings`` compute which states are possible, ``outcomes``, ``flags`` and
  ``standing`` what holds on a day, ``expectations`` what is still ahead, ``status`` the whole answer. ``agenda`` has
  what is coming or overdue, ``log`` the days on which a state became known, ``contradictions`` the sources that
  contradict each other, ``statuses`` the answers about several agreements.
- *Records*: ``agreement`` is the content of one file, ``model`` its events, claims and sources, ``statements`` what
  sources say of the state. ``kinds``, ``parties`` and ``vocabulary`` are the words that a file may use.
"""
