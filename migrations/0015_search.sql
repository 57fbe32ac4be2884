-- Finding people, companies and deals by what somebody typed.

-- The words of names, so that a typing error is looked for among words, of which there are few, and not among records. A word
-- may stand here twice: were it unique, one transaction would wait for another that brings the same new word.
create table search_words (
  workspace_id uuid not null references workspaces (id),
  object text not null check (object in ('contact', 'account')),
  word text not null collate "C",
  number bigint generated always as identity,
  primary key (workspace_id, object, word, number)
);
create index search_words_search on search_words using gin (word gin_trgm_ops);

-- Who has a word in the name.
create index contacts_by_words on contacts using gin (string_to_array(sort_key, ' '));
create index accounts_by_words on accounts using gin (string_to_array(sort_key, ' '));

create index contact_keys_by_digits on contact_keys using gin (key gin_trgm_ops) where kind = 'phone';
-- See `storeText`: a folded text alone, or with its words.
create index deals_search on deals using gin (
  (case jsonb_typeof(texts -> 'name') when 'array' then texts -> 'name' ->> 0 else texts ->> 'name' end) gin_trgm_ops
);
create index deals_by_owner on deals (workspace_id, owner_id) where owner_id is not null;

-- In the database, so that no way of writing a name can forget its words. Shorter ones are found by their letters alone,
-- longer ones are no names.
create function keep_search_words() returns trigger language plpgsql as $$
begin
  insert into search_words (workspace_id, object, word)
  select distinct fresh.workspace_id, tg_argv[0], part.word
  from fresh, unnest(string_to_array(fresh.sort_key, ' ')) part (word)
  where length(part.word) between 4 and 64
    and not exists (
      select from search_words known
      where known.workspace_id = fresh.workspace_id and known.object = tg_argv[0] and known.word = part.word collate "C"
    );
  return null;
end $$;
create function keep_changed_words() returns trigger language plpgsql as $$
begin
  insert into search_words (workspace_id, object, word)
  select distinct new.workspace_id, tg_argv[0], part.word
  from unnest(string_to_array(new.sort_key, ' ')) part (word)
  where length(part.word) between 4 and 64
    and not exists (
      select from search_words known
      where known.workspace_id = new.workspace_id and known.object = tg_argv[0] and known.word = part.word collate "C"
    );
  return null;
end $$;
create trigger contacts_keep_words after insert on contacts referencing new table as fresh
  for each statement execute function keep_search_words('contact');
create trigger accounts_keep_words after insert on accounts referencing new table as fresh
  for each statement execute function keep_search_words('account');
create trigger contacts_keep_changed_words after update of sort_key on contacts
  for each row when (old.sort_key is distinct from new.sort_key) execute function keep_changed_words('contact');
create trigger accounts_keep_changed_words after update of sort_key on accounts
  for each row when (old.sort_key is distinct from new.sort_key) execute function keep_changed_words('account');

insert into search_words (workspace_id, object, word)
select distinct workspace_id, 'contact', word
from contacts, unnest(string_to_array(sort_key, ' ')) part (word)
where length(word) between 4 and 64;
insert into search_words (workspace_id, object, word)
select distinct workspace_id, 'account', word
from accounts, unnest(string_to_array(sort_key, ' ')) part (word)
where length(word) between 4 and 64;

-- Whole lists that one member takes out in an hour.
alter table sign_in_failures drop constraint sign_in_failures_bucket_check;
alter table sign_in_failures add constraint sign_in_failures_bucket_check
  check (bucket in ('account-address', 'address', 'account', 'reset-request', 'submission', 'confirmation', 'export'));
