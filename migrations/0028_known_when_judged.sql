-- What has come may have been received a moment after the round began that judges it: it is judged as of then, at the earliest.
alter table contacts_to_judge add column known_at timestamptz;
