import { noisyStart, type Robot } from './runners.js';

/**
 * The ant in MuJoCo's own language: a ball on four legs, each with a hip that turns in the plane and an ankle that lifts the foot.
 *
 * Lengths in metres, angles in degrees, torques in newton metres; masses, ranges and motors are those of the published model (Schulman et al. 2016, in the form of
 * Gymnasium's Ant-v4 and -v5). Positions are, in order: x, y, height, the quaternion of the trunk, then hip and ankle of the legs at +x+y, -x+y, -x-y and +x-y.
 * The motors begin with the last of these legs, as they do there. Nothing here is for the eye: what is drawn is in ant-scene.ts.
 */
const antModel = `
<mujoco model="ant">
  <compiler angle="degree" inertiafromgeom="true"/>

  <!-- Contacts with the ground need a fiftieth of this; by itself MuJoCo would set 14 megabytes aside. -->
  <size memory="1M"/>
  <!-- A state that flies apart stays as it is, to be reported; by itself MuJoCo would begin anew in silence. One robot is one island, which need not be looked for. -->
  <option timestep="0.01" integrator="RK4"><flag autoreset="disable" island="disable"/></option>

  <default>
    <!-- Limbs touch the ground, never each other: the pairs are told below, so that none has to be looked for. Their margin is the sum of both sides' 0.01. -->
    <geom type="capsule" size="0.08" density="5" contype="0" conaffinity="0"/>
    <pair condim="3" friction="1 1 0.5 0.5 0.5" margin="0.02"/>
    <joint type="hinge" limited="true" armature="1" damping="1"/>
    <motor ctrllimited="true" ctrlrange="-1 1" gear="150"/>
    <default class="hip"><joint axis="0 0 1" range="-30 30"/></default>
    <!-- An ankle's axis lies flat, across its leg; legs differ in which way of turning lifts the foot. -->
    <default class="rising-ankle"><joint range="30 70"/></default>
    <default class="falling-ankle"><joint range="-70 -30"/></default>
  </default>

  <worldbody>
    <geom name="ground" type="plane" size="40 40 40"/>

    <body name="trunk" pos="0 0 0.75">
      <joint name="free" type="free" limited="false" armature="0" damping="0" margin="0.01"/>
      <geom name="trunk" type="sphere" size="0.25"/>

      <body name="first-root">
        <geom name="first-root" fromto="0 0 0 0.2 0.2 0"/>
        <body name="first-leg" pos="0.2 0.2 0">
          <joint name="first-hip" class="hip"/>
          <geom name="first-leg" fromto="0 0 0 0.2 0.2 0"/>
          <body name="first-foot" pos="0.2 0.2 0">
            <joint name="first-ankle" class="rising-ankle" axis="-1 1 0"/>
            <geom name="first-foot" fromto="0 0 0 0.4 0.4 0"/>
          </body>
        </body>
      </body>

      <body name="second-root">
        <geom name="second-root" fromto="0 0 0 -0.2 0.2 0"/>
        <body name="second-leg" pos="-0.2 0.2 0">
          <joint name="second-hip" class="hip"/>
          <geom name="second-leg" fromto="0 0 0 -0.2 0.2 0"/>
          <body name="second-foot" pos="-0.2 0.2 0">
            <joint name="second-ankle" class="falling-ankle" axis="1 1 0"/>
            <geom name="second-foot" fromto="0 0 0 -0.4 0.4 0"/>
          </body>
        </body>
      </body>

      <body name="third-root">
        <geom name="third-root" fromto="0 0 0 -0.2 -0.2 0"/>
        <body name="third-leg" pos="-0.2 -0.2 0">
          <joint name="third-hip" class="hip"/>
          <geom name="third-leg" fromto="0 0 0 -0.2 -0.2 0"/>
          <body name="third-foot" pos="-0.2 -0.2 0">
            <joint name="third-ankle" class="falling-ankle" axis="-1 1 0"/>
            <geom name="third-foot" fromto="0 0 0 -0.4 -0.4 0"/>
          </body>
        </body>
      </body>

      <body name="fourth-root">
        <geom name="fourth-root" fromto="0 0 0 0.2 -0.2 0"/>
        <body name="fourth-leg" pos="0.2 -0.2 0">
          <joint name="fourth-hip" class="hip"/>
          <geom name="fourth-leg" fromto="0 0 0 0.2 -0.2 0"/>
          <body name="fourth-foot" pos="0.2 -0.2 0">
            <joint name="fourth-ankle" class="rising-ankle" axis="1 1 0"/>
            <geom name="fourth-foot" fromto="0 0 0 0.4 -0.4 0"/>
          </body>
        </body>
      </body>
    </body>
  </worldbody>

  <contact>
    <pair geom1="ground" geom2="trunk"/>
    <pair geom1="ground" geom2="first-root"/>
    <pair geom1="ground" geom2="first-leg"/>
    <pair geom1="ground" geom2="first-foot"/>
    <pair geom1="ground" geom2="second-root"/>
    <pair geom1="ground" geom2="second-leg"/>
    <pair geom1="ground" geom2="second-foot"/>
    <pair geom1="ground" geom2="third-root"/>
    <pair geom1="ground" geom2="third-leg"/>
    <pair geom1="ground" geom2="third-foot"/>
    <pair geom1="ground" geom2="fourth-root"/>
    <pair geom1="ground" geom2="fourth-leg"/>
    <pair geom1="ground" geom2="fourth-foot"/>
  </contact>

  <actuator>
    <motor name="fourth-hip" joint="fourth-hip"/>
    <motor name="fourth-ankle" joint="fourth-ankle"/>
    <motor name="first-hip" joint="first-hip"/>
    <motor name="first-ankle" joint="first-ankle"/>
    <motor name="second-hip" joint="second-hip"/>
    <motor name="second-ankle" joint="second-ankle"/>
    <motor name="third-hip" joint="third-hip"/>
    <motor name="third-ankle" joint="third-ankle"/>
  </actuator>
</mujoco>`;

/** The ant, whose episode ends where its trunk is too low or too high to be walking. */
export const ant: Robot = {
  model: antModel,
  positions: 15,
  velocities: 14,
  motors: 8,
  unseen: 2,
  frames: 5,
  seconds: 0.05,
  feels: true,
  begin: noisyStart,
  fallen: ([, , height]) => !(height >= 0.2 && height <= 1),
};
