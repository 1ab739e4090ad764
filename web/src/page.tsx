/** Responsible for beginning the page. Leaves to others: what is asked before its code has come (main.ts). */
import './design/tokens.css';
import './design/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/query-client.js';
import { createPageRouter } from './routes/router.js';
import { applyTheme } from './shell/preferences.js';

applyTheme();
const page = document.getElementById('page');
if (page === null) throw new Error('The document has no place for the page.');
const client = createQueryClient();
createRoot(page).render(
  <QueryClientProvider client={client}>
    <RouterProvider router={createPageRouter(client)} />
  </QueryClientProvider>,
);
