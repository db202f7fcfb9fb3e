package io.conpool.autoconfigure.loadbalancer;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.conpool.H2Client;
import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.autoconfigure.H2ClientRegistry;
import io.conpool.autoconfigure.ServiceRouting;
import io.conpool.autoconfigure.testsupport.SelfSigned;
import io.conpool.autoconfigure.testsupport.TestServer;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.error.InvalidSettingException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class H2ClientLoadBalancerAutoConfigurationTests {

	private static final String INSTANCES = "spring.cloud.discovery.client.simple.instances.orders";

	private final TestServer first = new TestServer();

	private final TestServer second = new TestServer();

	private final ApplicationContextRunner withoutSpringCloud = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, H2ClientAutoConfiguration.class,
				H2ClientLoadBalancerAutoConfiguration.class))
		.withClassLoader(new FilteredClassLoader("org.springframework.cloud", "reactor"))
		.withPropertyValues("conpool.h2.clients.orders.base-url=lb://orders/api");

	private final ApplicationContextRunner runner = SpringCloud.runner()
		.withPropertyValues("conpool.h2.clients.orders.base-url=lb://orders/api");

	private ApplicationContextRunner withBothInstances() {
		return this.runner.withPropertyValues(INSTANCES + "[0].uri=" + this.first.endpoint(),
				INSTANCES + "[1].uri=" + this.second.endpoint());
	}

	private static H2Client orders(ApplicationContext context) {
		return context.getBean(H2ClientRegistry.class).client("orders");
	}

	@AfterEach
	void stopServers() {
		this.first.close();
		this.second.close();
	}

	@Test
	void requestsGoToAllInstances() {
		withBothInstances().run((context) -> {
			for (int i = 0; i < 10; i++) {
				assertThat(orders(context).get("/1").bodyAsString()).isEqualTo("hello");
			}
			assertThat(this.first.requests()).hasSize(5);
			assertThat(this.second.requests()).hasSize(5);
			assertThat(this.first.requests().get(0).path()).hasToString("/api/1");
			assertThat(this.first.requests().get(0).authority()).hasToString(this.first.endpoint().authority());
			assertThat(orders(context).stats()).containsOnlyKeys(this.first.endpoint(), this.second.endpoint());
		});
	}

	@Test
	void lifecyclesHearOfEachAttemptOnce() {
		withBothInstances().withUserConfiguration(Lifecycle.class).run((context) -> {
			this.first.close();
			for (int i = 0; i < 4; i++) {
				orders(context).get("/1");
			}
			Lifecycle lifecycle = context.getBean(Lifecycle.class);
			assertThat(lifecycle.completed).filteredOn((status) -> status == CompletionContext.Status.SUCCESS)
				.hasSize(4);
			assertThat(lifecycle.completed).filteredOn((status) -> status == CompletionContext.Status.FAILED)
				.hasSize(1);
			assertThat(lifecycle.started).hasSize(5);
			assertThat(lifecycle.requests).hasSize(5);
		});
	}

	@Test
	void aServiceWithoutInstancesEndsTheCall() {
		this.runner.run((context) -> assertThatExceptionOfType(H2ClientException.class)
			.isThrownBy(() -> orders(context).get("/1"))
			.withMessageContaining("service 'orders' has no instance")
			.satisfies((ex) -> assertThat(ex.error()).isInstanceOf(H2Error.NoRoute.class)));
	}

	@Test
	void aSecureInstanceIsReachedOverTls() {
		SslBundle bundle = SelfSigned.bundle(SslOptions.NONE);
		try (TestServer secure = new TestServer(bundle)) {
			this.runner
				.withBean(SslBundleRegistrar.class,
						() -> (SslBundleRegistry registry) -> registry.registerBundle("test", bundle))
				.withPropertyValues(INSTANCES + "[0].uri=" + secure.endpoint(),
						"conpool.h2.clients.orders.ssl.bundle=test")
				.run((context) -> {
					assertThat(orders(context).get("/1").bodyAsString()).isEqualTo("hello");
					assertThat(orders(context).stats()).containsOnlyKeys(secure.endpoint());
				});
		}
	}

	@Test
	void anInstanceThatIsNotListedAnyMoreIsForgotten() {
		HandDiscovery discovery = new HandDiscovery(List.of(at(this.first), at(this.second)));
		this.runner.withBean(HandDiscovery.class, () -> discovery).run((context) -> {
			orders(context).get("/1");
			orders(context).get("/1");
			assertThat(orders(context).stats()).containsOnlyKeys(this.first.endpoint(), this.second.endpoint());
			discovery.instances = List.of(at(this.second));
			long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
			while (orders(context).stats().containsKey(this.first.endpoint()) && System.nanoTime() < until) {
				assertThat(orders(context).get("/1").bodyAsString()).isEqualTo("hello");
			}
			assertThat(orders(context).stats()).containsOnlyKeys(this.second.endpoint());
			assertThat(this.first.openConnections()).isZero();
		});
	}

	@Test
	void aServiceWithoutSpringCloudStopsTheStart() {
		this.withoutSpringCloud.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(InvalidSettingException.class)
			.hasMessageContaining("baseUrl: lb://orders")
			.hasMessageContaining("spring-cloud-starter-loadbalancer"));
	}

	@Test
	void aServiceWhereSpringCloudIsSwitchedOffStopsTheStart() {
		this.runner.withPropertyValues("spring.cloud.loadbalancer.enabled=false")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSettingException.class)
				.hasMessageContaining("spring.cloud.loadbalancer.enabled"));
	}

	@Test
	void withoutAServiceSpringCloudNeedNotBeThere() {
		this.withoutSpringCloud.withPropertyValues("conpool.h2.clients.orders.base-url=" + this.first.endpoint())
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(ServiceRouting.class);
				assertThat(orders(context).get("/1").bodyAsString()).isEqualTo("hello");
			});
	}

	@Test
	void theApplicationsOwnRoutingGoesFirst() {
		ServiceRouting own = (service,
				pool) -> (request, failed) -> CompletableFuture.completedFuture(this.second::endpoint);
		this.runner.withBean(ServiceRouting.class, () -> own).run((context) -> {
			assertThat(context).getBean(ServiceRouting.class).isSameAs(own);
			assertThat(orders(context).get("/1").bodyAsString()).isEqualTo("hello");
			assertThat(this.second.requests()).hasSize(1);
		});
	}

	private static ServiceInstance at(TestServer server) {
		return new DefaultServiceInstance(server.url("/"), "orders", server.endpoint().host(), server.endpoint().port(),
				false);
	}

	/** Lists what the test says. */
	private static final class HandDiscovery implements DiscoveryClient {

		private volatile List<ServiceInstance> instances;

		HandDiscovery(List<ServiceInstance> instances) {
			this.instances = instances;
		}

		@Override
		public String description() {
			return "by hand";
		}

		@Override
		public List<ServiceInstance> getInstances(String serviceId) {
			return this.instances;
		}

		@Override
		public List<String> getServices() {
			return List.of("orders");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Lifecycle {

		private final List<Request<Object>> started = new CopyOnWriteArrayList<>();

		private final List<Response<ServiceInstance>> requests = new CopyOnWriteArrayList<>();

		private final List<CompletionContext.Status> completed = new CopyOnWriteArrayList<>();

		@Bean
		LoadBalancerLifecycle<Object, Object, ServiceInstance> recording() {
			return new LoadBalancerLifecycle<>() {

				@Override
				public void onStart(Request<Object> request) {
					Lifecycle.this.started.add(request);
				}

				@Override
				public void onStartRequest(Request<Object> request, Response<ServiceInstance> chosen) {
					Lifecycle.this.requests.add(chosen);
				}

				@Override
				public void onComplete(CompletionContext<Object, ServiceInstance, Object> context) {
					Lifecycle.this.completed.add(context.status());
				}

			};
		}

	}

}
