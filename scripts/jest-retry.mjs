// Most tests run real servers, several at a time, on whatever machine there is: a test that fails is tried once more, and
// its first failure is printed, so that it is seen. One that fails twice fails. At once, before those that come after it and
// build on what it leaves: at the end of its file the world is another.
import { jest } from "@jest/globals";

jest.retryTimes(1, { logErrorsBeforeRetry: true, retryImmediately: true });
