-- title: Dropped table
-- effect: The attendance table is gone with three years of registers; nobody can be marked present any more.

drop table attendance;
