-- The Shuttler academy: keys, indexes, links, counters and statistics, once data.sql has filled the tables.
-- 38 primary keys, 7 unique constraints, 6 unique indexes, 60 further indexes (111 in all) and 13 foreign keys.
-- The program declares an index ix_<table>_id beside every primary key and fee_installments(fee_id) twice. They are
-- of no use, but a restored copy has to show what the real database shows.
-- A line "-- next: NAME" starts a section, as in data.sql. All sections run on one connection, in this order.

-- next: preparation
-- For the session, not the transaction: the caller may commit between sections.
select set_config('maintenance_work_mem', '256MB', false);

-- next: owners
alter table owners add constraint owners_pkey primary key (id);
create index ix_owners_id on owners (id);
alter table owners add constraint owners_email_key unique (email);

-- next: coaches
alter table coaches add constraint coaches_pkey primary key (id);
create index ix_coaches_id on coaches (id);
alter table coaches add constraint coaches_email_key unique (email);

-- next: students
alter table students add constraint students_pkey primary key (id);
create index ix_students_id on students (id);
alter table students add constraint students_email_key unique (email);
create index ix_students_status on students (status);
create index ix_students_email on students (email);

-- next: sessions
alter table sessions add constraint sessions_pkey primary key (id);
create index ix_sessions_id on sessions (id);

-- next: batches
alter table batches add constraint batches_pkey primary key (id);
create index ix_batches_id on batches (id);

-- next: batch_coaches
alter table batch_coaches add constraint batch_coaches_pkey primary key (id);
create index ix_batch_coaches_id on batch_coaches (id);

-- next: batch_students
alter table batch_students add constraint batch_students_pkey primary key (id);
create index ix_batch_students_id on batch_students (id);

-- next: attendance
alter table attendance add constraint attendance_pkey primary key (id);
create index ix_attendance_id on attendance (id);
create index ix_attendance_batch_id on attendance (batch_id);
create index ix_attendance_student_id on attendance (student_id);

-- next: coach_attendance
alter table coach_attendance add constraint coach_attendance_pkey primary key (id);
create index ix_coach_attendance_id on coach_attendance (id);

-- next: performance_skills
alter table performance_skills add constraint performance_skills_pkey primary key (id);
create index ix_performance_skills_id on performance_skills (id);
alter table performance_skills add constraint performance_skills_name_key unique (name);

-- next: performance
alter table performance add constraint performance_pkey primary key (id);
create index ix_performance_id on performance (id);

-- next: bmi_records
alter table bmi_records add constraint bmi_records_pkey primary key (id);
create index ix_bmi_records_id on bmi_records (id);

-- next: schedules
alter table schedules add constraint schedules_pkey primary key (id);
create index ix_schedules_id on schedules (id);

-- next: leave_requests
alter table leave_requests add constraint leave_requests_pkey primary key (id);
create index ix_leave_requests_id on leave_requests (id);
create index ix_leave_requests_coach_id on leave_requests (coach_id);

-- next: tournaments
alter table tournaments add constraint tournaments_pkey primary key (id);
create index ix_tournaments_id on tournaments (id);

-- next: video_resources
alter table video_resources add constraint video_resources_pkey primary key (id);
create index ix_video_resources_id on video_resources (id);

-- next: video_targets
alter table video_targets add constraint video_targets_pkey primary key (id);
create index ix_video_targets_id on video_targets (id);

-- next: fees
alter table fees add constraint fees_pkey primary key (id);
create index ix_fees_id on fees (id);
create index ix_fees_student_id on fees (student_id);
create index ix_fees_batch_id on fees (batch_id);
create index ix_fees_status on fees (status);
create index ix_fees_cycle_key on fees (cycle_key);
create index ix_fees_billing_year_billing_month on fees (billing_year, billing_month);

-- next: fee_installments
alter table fee_installments add constraint fee_installments_pkey primary key (id);
create index ix_fee_installments_id on fee_installments (id);
create index ix_fee_installments_fee_id on fee_installments (fee_id);
create index idx_fee_installments_fee_id on fee_installments (fee_id);
create index ix_fee_installments_due_date_status on fee_installments (due_date, status);

-- next: fee_payments
alter table fee_payments add constraint fee_payments_pkey primary key (id);
create index ix_fee_payments_id on fee_payments (id);
create index ix_fee_payments_fee_id on fee_payments (fee_id);

-- next: coach_salaries
alter table coach_salaries add constraint coach_salaries_pkey primary key (id);
create index ix_coach_salaries_id on coach_salaries (id);

-- next: enquiries
alter table enquiries add constraint enquiries_pkey primary key (id);
create index ix_enquiries_id on enquiries (id);

-- next: coach_invitations
alter table coach_invitations add constraint coach_invitations_pkey primary key (id);
create index ix_coach_invitations_id on coach_invitations (id);
create unique index ix_coach_invitations_invite_token on coach_invitations (invite_token);

-- next: coach_registration_requests
alter table coach_registration_requests add constraint coach_registration_requests_pkey primary key (id);
create index ix_coach_registration_requests_id on coach_registration_requests (id);
alter table coach_registration_requests add constraint coach_registration_requests_email_key unique (email);

-- next: invitations
alter table invitations add constraint invitations_pkey primary key (id);
create index ix_invitations_id on invitations (id);
create unique index ix_invitations_invite_token on invitations (invite_token);

-- next: student_registration_requests
alter table student_registration_requests add constraint student_registration_requests_pkey primary key (id);
create index ix_student_registration_requests_id on student_registration_requests (id);
alter table student_registration_requests add constraint student_registration_requests_email_key unique (email);

-- next: announcements
alter table announcements add constraint announcements_pkey primary key (id);
create index ix_announcements_id on announcements (id);

-- next: notifications
alter table notifications add constraint notifications_pkey primary key (id);
create index ix_notifications_id on notifications (id);
create index ix_notifications_user_id_user_type on notifications (user_id, user_type);

-- next: notification_preferences
alter table notification_preferences add constraint notification_preferences_pkey primary key (id);
create index ix_notification_preferences_id on notification_preferences (id);
create index ix_notification_preferences_user_id on notification_preferences (user_id);

-- next: calendar_events
alter table calendar_events add constraint calendar_events_pkey primary key (id);
create index ix_calendar_events_id on calendar_events (id);
create index ix_calendar_events_date on calendar_events (date);

-- next: active_sessions
alter table active_sessions add constraint active_sessions_pkey primary key (id);
create index ix_active_sessions_id on active_sessions (id);
create unique index ix_active_sessions_jti on active_sessions (jti);
create unique index ix_active_sessions_refresh_jti on active_sessions (refresh_jti);
create index ix_active_sessions_user_id on active_sessions (user_id);

-- next: revoked_tokens
alter table revoked_tokens add constraint revoked_tokens_pkey primary key (id);
create index ix_revoked_tokens_id on revoked_tokens (id);
create unique index ix_revoked_tokens_jti on revoked_tokens (jti);
create index ix_revoked_tokens_user_id on revoked_tokens (user_id);

-- next: login_history
alter table login_history add constraint login_history_pkey primary key (id);
create index ix_login_history_id on login_history (id);
create index ix_login_history_user_id on login_history (user_id);

-- next: email_otps
alter table email_otps add constraint email_otps_pkey primary key (id);
create index ix_email_otps_id on email_otps (id);
alter table email_otps add constraint email_otps_pre_auth_token_key unique (pre_auth_token);
create index ix_email_otps_email on email_otps (email);

-- next: password_reset_tokens
alter table password_reset_tokens add constraint password_reset_tokens_pkey primary key (id);
create index ix_password_reset_tokens_id on password_reset_tokens (id);
create unique index ix_password_reset_tokens_token_hash on password_reset_tokens (token_hash);

-- next: audit_logs
alter table audit_logs add constraint audit_logs_pkey primary key (id);
create index ix_audit_logs_id on audit_logs (id);
create index ix_audit_logs_user_id on audit_logs (user_id);

-- next: report_history
alter table report_history add constraint report_history_pkey primary key (id);
create index ix_report_history_id on report_history (id);

-- next: archive_records
alter table archive_records add constraint archive_records_pkey primary key (id);
create index ix_archive_records_id on archive_records (id);

-- next: links
-- A fee with a payment cannot be deleted, and neither can a payee: that is what stops the program's clean-up.
alter table announcements add constraint announcements_target_batch_id_fkey
    foreign key (target_batch_id) references batches (id) on delete cascade;
alter table batch_coaches add constraint batch_coaches_batch_id_fkey
    foreign key (batch_id) references batches (id) on delete cascade;
alter table batch_coaches add constraint batch_coaches_coach_id_fkey
    foreign key (coach_id) references coaches (id) on delete cascade;
alter table batches add constraint batches_session_id_fkey
    foreign key (session_id) references sessions (id);
alter table coach_salaries add constraint coach_salaries_coach_id_fkey
    foreign key (coach_id) references coaches (id);
alter table fee_installments add constraint fee_installments_fee_id_fkey
    foreign key (fee_id) references fees (id) on delete cascade;
alter table fee_payments add constraint fee_payments_fee_id_fkey
    foreign key (fee_id) references fees (id);
alter table fee_payments add constraint fee_payments_payee_student_id_fkey
    foreign key (payee_student_id) references students (id);
alter table fees add constraint fees_payee_student_id_fkey
    foreign key (payee_student_id) references students (id);
alter table student_registration_requests add constraint student_registration_requests_invitation_id_fkey
    foreign key (invitation_id) references invitations (id);
alter table student_registration_requests add constraint student_registration_requests_invited_by_coach_id_fkey
    foreign key (invited_by_coach_id) references coaches (id);
alter table video_resources add constraint video_resources_student_id_fkey
    foreign key (student_id) references students (id);
alter table video_targets add constraint video_targets_video_id_fkey
    foreign key (video_id) references video_resources (id) on delete cascade;

-- next: counters
-- data.sql numbers its rows itself; the next row inserted must not meet them.
do $$
declare
    counter record;
begin
    for counter in
        select table_name, pg_get_serial_sequence(table_name, 'id') as sequence
        from information_schema.columns
        where table_schema = 'public' and column_name = 'id'
    loop
        execute format('select setval(%L, coalesce(max(id), 1), max(id) is not null) from %I',
                       counter.sequence, counter.table_name);
    end loop;
end
$$;

-- next: statistics
analyze;
