package io.conpool.autoconfigure.loadbalancer;

import java.util.List;

import io.conpool.error.ForeignFault;
import io.conpool.error.H2Error;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.CompletionContext.Status;
import org.springframework.cloud.client.loadbalancer.EmptyResponse;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.client.loadbalancer.ResponseData;
import org.springframework.cloud.client.loadbalancer.RetryableRequestContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.LinkedMultiValueMap;

/**
 * Those who hear of each attempt: of its start, then either that no instance was found,
 * or that it begins there and how it ended. What one throws does not reach the others.
 * Immutable.
 *
 * @param each those who hear
 */
record Lifecycles(List<LoadBalancerLifecycle<RetryableRequestContext, ResponseData, ServiceInstance>> each) {

	void start(LoadBalancerRequest request) {
		ForeignFault.tellEach(this.each, (lifecycle) -> lifecycle.onStart(request));
	}

	/** Nothing will be sent for this choice. */
	void discarded(LoadBalancerRequest request) {
		completed(new CompletionContext<>(Status.DISCARD, request, new EmptyResponse()));
	}

	void startRequest(LoadBalancerRequest request, Response<ServiceInstance> chosen) {
		ForeignFault.tellEach(this.each, (lifecycle) -> lifecycle.onStartRequest(request, chosen));
	}

	/** Of the response no more is known here than its status. */
	void succeeded(LoadBalancerRequest request, Response<ServiceInstance> chosen, int status) {
		ResponseData response = new ResponseData(HttpStatusCode.valueOf(status), new HttpHeaders(),
				new LinkedMultiValueMap<>(), request.data());
		completed(new CompletionContext<>(Status.SUCCESS, request, chosen, response));
	}

	/**
	 * Whatever the error, and whether anything was sent: who counts what is under way
	 * expects no other end once the request has started.
	 */
	void failed(LoadBalancerRequest request, Response<ServiceInstance> chosen, H2Error error) {
		completed(new CompletionContext<>(Status.FAILED, error.asException(), request, chosen));
	}

	private void completed(CompletionContext<ResponseData, ServiceInstance, RetryableRequestContext> context) {
		ForeignFault.tellEach(this.each, (lifecycle) -> lifecycle.onComplete(context));
	}

}
