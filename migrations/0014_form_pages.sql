-- How a form fares on each page that it stands on, and what it takes to accept somebody who was suspected wrongly.

-- As form_days, by the page: its host and path. '' are views before this was kept, and pages beyond those that are told apart.
create table form_page_days (
  workspace_id uuid not null,
  form_id uuid not null,
  day date not null,
  page text not null,
  views integer not null default 0,
  converted integer not null default 0,
  submissions integer not null default 0,
  suspected integer not null default 0,
  primary key (workspace_id, form_id, day, page),
  foreign key (workspace_id, form_id) references forms (workspace_id, id)
);
insert into form_page_days (workspace_id, form_id, day, page, views, converted, submissions, suspected)
  select workspace_id, form_id, day, '', views, converted, submissions, suspected from form_days;

-- The sum over the pages is the day: one truth.
drop table form_days;

-- The page that a submission came from; null where no browser said it, and before this was kept.
alter table form_submissions add column page text;
-- What was suspected keeps the parts of its messages, without address and browser, for as long as it is kept itself.
alter table form_submissions drop constraint form_submissions_check2;
