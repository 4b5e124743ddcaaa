import { testOperations } from './operations.ts';
import { testPage } from './page.ts';
import { testSubscriptions } from './subscriptions.ts';
import { describeInChromium } from './support/suite.ts';

// One file, since each one would start a Chromium, which compiles Monaco's scripts.
describeInChromium('GraphiQL', (suite) => {
  testPage(suite);
  testOperations(suite);
  testSubscriptions(suite);
});
