import type { Plugin } from 'graphql-yoga';
import type { RequestLimits } from '../config.ts';
import { answerType, isJson } from './mediaTypes.ts';
import { badRequest, checkedParams, readParams } from './requestParams.ts';

/**
 * Reads requests: a POST of `application/json` and nothing else, since a browser sends other types across
 * origins without asking first; and the parameters of a GET.
 *
 * @see https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export function useJsonRequests(limits: RequestLimits): Plugin {
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
        setRequestParser((post) => readParams(post, limits));
      } else if (requestParser !== undefined) {
        setRequestParser(async (get) => {
          const params = await parsed(() => requestParser(get));
          return params instanceof fetchAPI.Response ? params : checkedParams(params, limits);
        });
      }
    },
  };
}

async function parsed<T>(parse: () => T | Promise<T>): Promise<T> {
  try {
    return await parse();
  } catch {
    throw badRequest(400, 'The parameters "variables" and "extensions" have to be JSON.');
  }
}
