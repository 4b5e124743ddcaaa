import fc from 'fast-check';
import { headerText } from './values.ts';

/** Mostly the given value. */
const mostly = (value: string, ...others: string[]) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(value) },
    { weight: 2, arbitrary: fc.constantFrom('', ...others) },
    { weight: 1, arbitrary: headerText },
  );

const someHeaders = fc.record(
  {
    accept: mostly(
      'application/json',
      '*/*',
      'text/html',
      'application/graphql-response+json;q=0',
      'text/event-stream',
      'multipart/mixed',
    ),
    'accept-encoding': mostly('gzip', 'br', '*;q=0'),
    'client-request-id': mostly('5543b42f-b42f-5543-2fb4-43552fb44355', 'x'),
    'content-length': mostly('10', '-1', '1e3', '99999999999', '0'),
    'if-none-match': headerText,
    origin: mostly('https://app.contoso.com', 'null', 'https://evil.example'),
    'access-control-request-method': fc.constantFrom('POST', 'DELETE'),
    'x-forwarded-host': fc.constant('evil.example'),
    'x-http-method-override': fc.constant('DELETE'),
    cookie: headerText,
  },
  { requiredKeys: [] },
);
const usualHeaders = fc.record(
  {
    authorization: mostly(
      'Bearer {token}',
      'bearer   {token}',
      'Basic {token}',
      '{token}',
      'Bearer {token}, Bearer {token}',
      'Bearer',
    ),
    'content-type': mostly(
      'application/json',
      'Application/JSON; charset=utf-16',
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=a',
      'application/graphql',
    ),
  },
  { requiredKeys: [] },
);

/** The headers that a GET requires. */
export const authorization = { authorization: 'Bearer {token}' };

/** The headers of a request: mostly the two required ones, some with others. */
export const anyHeaders: fc.Arbitrary<Record<string, string>> = fc
  .tuple(
    fc.oneof(
      { weight: 4, arbitrary: fc.constant({ ...authorization, 'content-type': 'application/json' }) },
      { weight: 1, arbitrary: usualHeaders },
    ),
    fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: someHeaders }),
  )
  .map(([usual, some]): Record<string, string> => ({ ...usual, ...some }));
