import type { Plugin } from 'graphql-yoga';
import { answerType, isJson } from './mediaTypes.ts';
import { badRequest, readParams } from './requestParams.ts';

export interface JsonRequestOptions {
  /** The longest body that is read. */
  readonly maxBodyBytes: number;
}

/**
 * Reads requests: a POST of `application/json` and nothing else, since a browser sends other types across
 * origins without asking first; and the parameters of a GET.
 *
 * @see https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export function useJsonRequests({ maxBodyBytes }: JsonRequestOptions): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser, endResponse, fetchAPI }) {
      if (answerType(request) === undefined) {
        const error = badRequest(406, 'The answer is application/json or application/graphql-response+json.');
        const headers = { 'content-type': 'application/json; charset=utf-8' };
        const body = { errors: [{ message: error.message, extensions: { code: error.extensions.code } }] };
        return endResponse(new fetchAPI.Response(JSON.stringify(body), { status: 406, headers }));
      }
      if (request.method === 'POST') {
        if (!isJson(request)) throw badRequest(415, 'Send the request as application/json.');
        setRequestParser((post) => readParams(post, maxBodyBytes));
      } else if (requestParser !== undefined) {
        setRequestParser((get) => {
          try {
            return requestParser(get);
          } catch {
            throw badRequest(400, 'The parameters "variables" and "extensions" have to be JSON.');
          }
        });
      }
    },
  };
}
