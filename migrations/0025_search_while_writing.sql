-- Trigram and word indexes keep what was written last in a list that every search reads to its end: of four megabytes, which is the
-- default, that takes longer than the search. Bringing a hundred thousand people in takes no longer with shorter lists.
alter index contacts_search set (gin_pending_list_limit = 256);
alter index contacts_by_words set (gin_pending_list_limit = 256);
alter index accounts_search set (gin_pending_list_limit = 256);
alter index accounts_by_words set (gin_pending_list_limit = 256);
alter index contact_keys_search set (gin_pending_list_limit = 256);
alter index contact_keys_by_digits set (gin_pending_list_limit = 256);
alter index search_words_search set (gin_pending_list_limit = 256);
alter index account_domains_search set (gin_pending_list_limit = 256);
alter index deals_search set (gin_pending_list_limit = 256);
