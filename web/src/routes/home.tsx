/** Responsible for leading whoever has signed in to where the page begins. */
import { Navigate } from '@tanstack/react-router';

export function Home() {
  return <Navigate to="/" replace />;
}
