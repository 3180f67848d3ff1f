-- title: Emptied table
-- effect: A year-end script emptied the fees and took every payment and instalment with them; the books are blank.

truncate table fees cascade;
