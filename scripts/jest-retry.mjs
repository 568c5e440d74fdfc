// Most tests run real servers, several at a time, on whatever machine there is: a test that fails is tried once more, and
// its first failure is printed, so that it is seen. One that fails twice fails.
import { jest } from "@jest/globals";

jest.retryTimes(1, { logErrorsBeforeRetry: true });
