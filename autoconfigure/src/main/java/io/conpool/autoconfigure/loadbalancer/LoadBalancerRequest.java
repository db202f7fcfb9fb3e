package io.conpool.autoconfigure.loadbalancer;

import java.util.Map;

import io.conpool.autoconfigure.httpclient.HeaderMapping;
import io.conpool.http.H2Request;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RetryableRequestContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.util.StringUtils;

/**
 * A request as choosers and lifecycles know it: with what they go by, hint, header
 * fields, cookies and the instance that failed. One attempt's own, since those who
 * measure keep its start in the context.
 */
final class LoadBalancerRequest extends DefaultRequest<RetryableRequestContext> {

	// By this name Spring Cloud's meters find it.
	private static final String URI_TEMPLATE = "org.springframework.web.client.RestClient.uriTemplate";

	private final RequestData data;

	private LoadBalancerRequest(RetryableRequestContext context, RequestData data) {
		super(context);
		this.data = data;
	}

	/**
	 * Makes one.
	 * @param request the client's request
	 * @param failed where the attempt before went, or null
	 * @param hint the service's hint
	 */
	static LoadBalancerRequest of(H2Request request, @Nullable ServiceInstance failed, String hint) {
		HttpHeaders headers = HeaderMapping.of(request.headers());
		String template = request.uriTemplate();
		RequestData data = new RequestData(HttpMethod.valueOf(request.method()), request.uri(), headers,
				cookies(headers), (template != null) ? Map.of(URI_TEMPLATE, template) : Map.of());
		return new LoadBalancerRequest(new RetryableRequestContext(failed, data, hint), data);
	}

	/** RFC 6265 section 4.2.1. */
	private static MultiValueMap<String, String> cookies(HttpHeaders headers) {
		MultiValueMap<String, String> cookies = new LinkedMultiValueMap<>();
		for (String field : headers.getOrEmpty(HttpHeaders.COOKIE)) {
			for (String pair : StringUtils.tokenizeToStringArray(field, ";")) {
				int equals = pair.indexOf('=');
				if (equals > 0) {
					cookies.add(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
				}
			}
		}
		return cookies;
	}

	RequestData data() {
		return this.data;
	}

	/** The header fields may have secrets. */
	@Override
	public String toString() {
		return this.data.getHttpMethod() + " " + this.data.getUrl().getHost();
	}

}
