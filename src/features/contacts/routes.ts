import { type Route, route } from '../../http/route.ts';
import { readTimeline } from '../timelines/read-timeline.ts';
import { createContact } from './create-contact.ts';
import { editContact } from './edit-contact.ts';
import { countContacts, listContacts } from './list-contacts.ts';
import { readContact } from './read-contact.ts';
import { recordConsent } from './record-consent.ts';
import { removeContact } from './remove-contact.ts';
import { restoreContact } from './restore-contact.ts';
import * as contracts from './schema.ts';

export const contactRoutes: Route[] = [
  route(contracts.listContacts, (ctx, { query }) => listContacts(ctx, query)),
  route(contracts.queryContacts, (ctx, { body }) => listContacts(ctx, body)),
  route(contracts.countContacts, (ctx, { query }) => countContacts(ctx, query)),
  route(contracts.countQuery, (ctx, { body }) => countContacts(ctx, body)),
  route(contracts.createContact, (ctx, { body }) => createContact(ctx, body)),
  route(contracts.getContact, (ctx, { params }) => readContact(ctx, params.contactId)),
  route(contracts.getContactTimeline, (ctx, { params, query }) =>
    readTimeline(ctx, { contactId: params.contactId }, query),
  ),
  route(contracts.editContact, (ctx, { params, version, body }) => editContact(ctx, params.contactId, version, body)),
  route(contracts.deleteContact, async (ctx, { params }) => {
    await removeContact(ctx, params.contactId);
    return {};
  }),
  route(contracts.restoreContact, (ctx, { params }) => restoreContact(ctx, params.contactId)),
  route(contracts.recordConsent, (ctx, { params, body }) => recordConsent(ctx, params.contactId, body)),
];
