-- title: Wrong fee import
-- effect: A spreadsheet with an empty column was imported: every payment of the last two years says Rs 0, and instalments paid by then look unpaid.

update fee_payments
set amount = 0
where created_at > (select max(created_at) from fee_payments) - interval '2 years';

update fee_installments
set amount = 0, paid_amount = 0, status = 'pending'
where fee_id in (select fee_id from fee_payments where amount = 0);
