package io.conpool.autoconfigure.loadbalancer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.conpool.endpoint.Endpoint;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.cloud.client.ServiceInstance;

import static io.conpool.autoconfigure.loadbalancer.FakeLoadBalancers.instance;
import static org.assertj.core.api.Assertions.assertThat;

class VanishedInstancesTests {

	private static final ServiceInstance A = instance("a");

	private static final ServiceInstance B = instance("b");

	private final List<Endpoint> vanished = new ArrayList<>();

	private Mono<List<ServiceInstance>> instances = Mono.just(List.of(A, B));

	private int looks;

	private long nanos = Long.MAX_VALUE - 5;

	private final VanishedInstances tested = new VanishedInstances(() -> {
		this.looks++;
		return this.instances;
	}, this.vanished::add, () -> this.nanos);

	private void look() {
		this.nanos += Duration.ofSeconds(1).toNanos();
		this.tested.look();
	}

	@Test
	void anInstanceThatIsNotListedAnyMoreHasVanished() {
		look();
		this.instances = Mono.just(List.of(B, instance("c")));
		look();
		look();
		assertThat(this.vanished).containsExactly(InstanceRoute.endpoint(A));
	}

	@Test
	void anEmptyListSaysNothing() {
		look();
		this.instances = Mono.just(List.of());
		look();
		assertThat(this.vanished).isEmpty();
		this.instances = Mono.just(List.of(B));
		look();
		assertThat(this.vanished).containsExactly(InstanceRoute.endpoint(A));
	}

	@Test
	void aListThatCannotBeHadSaysNothing() {
		look();
		this.instances = Mono.error(new IllegalStateException("discovery is down"));
		look();
		this.instances = Mono.just(List.of(A, B));
		look();
		assertThat(this.vanished).isEmpty();
		assertThat(this.looks).isEqualTo(3);
	}

	@Test
	void thereIsOneLookPerSecond() {
		look();
		this.nanos += Duration.ofMillis(999).toNanos();
		this.tested.look();
		assertThat(this.looks).isEqualTo(1);
		this.nanos += Duration.ofMillis(1).toNanos();
		this.tested.look();
		assertThat(this.looks).isEqualTo(2);
	}

	@Test
	void thereIsOneLookAtATime() {
		Sinks.One<List<ServiceInstance>> answer = Sinks.one();
		this.instances = answer.asMono();
		look();
		look();
		assertThat(this.looks).isEqualTo(1);
		answer.tryEmitValue(List.of(A));
		look();
		assertThat(this.looks).isEqualTo(2);
	}

}
