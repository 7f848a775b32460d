import { noisyStart, type Robot } from './runners.js';

/**
 * The half-cheetah in MuJoCo's own language: a runner in the plane x-z with a back leg and a front leg of three joints each, 14 kg in all.
 *
 * Lengths in metres, angles in radians, torques in newton metres; masses, ranges, springs and motors are those of the published model (Wawrzynski 2009, in the
 * form of Gymnasium's HalfCheetah-v4 and -v5). Positions are, in order: x, height, pitch, then thigh, shin and foot of the back leg and of the front leg; of the
 * motors only those six. Nothing here is for the eye: what is drawn is in half-cheetah-scene.ts.
 */
const halfCheetahModel = `
<mujoco model="half-cheetah">
  <compiler angle="radian" inertiafromgeom="true" settotalmass="14"/>

  <!-- Contacts with the ground need a fiftieth of this; by itself MuJoCo would set 14 megabytes aside. -->
  <size memory="1M"/>
  <!-- A state that flies apart stays as it is, to be reported; by itself MuJoCo would begin anew in silence. One robot is one island, which need not be looked for. -->
  <option timestep="0.01" gravity="0 0 -9.81"><flag autoreset="disable" island="disable"/></option>

  <default>
    <!-- Limbs touch the ground, never each other: the pairs are told below, so that none has to be looked for, a sixth of the time. -->
    <geom type="capsule" contype="0" conaffinity="0"/>
    <pair condim="3" friction="0.4 0.4 0.1 0.1 0.1" solref="0.02 1" solimp="0 0.8 0.01"/>
    <joint type="hinge" axis="0 1 0" limited="true" armature="0.1" solreflimit="0.02 1" solimplimit="0 0.8 0.03"/>
    <motor ctrllimited="true" ctrlrange="-1 1"/>
    <default class="free">
      <joint limited="false" armature="0" damping="0" stiffness="0"/>
    </default>
  </default>

  <worldbody>
    <geom name="ground" type="plane" size="40 40 40"/>

    <body name="trunk" pos="0 0 0.7">
      <joint name="forward" class="free" type="slide" axis="1 0 0"/>
      <joint name="upward" class="free" type="slide" axis="0 0 1"/>
      <joint name="pitch" class="free"/>
      <geom name="spine" fromto="-0.5 0 0 0.5 0 0" size="0.046"/>
      <geom name="head" pos="0.6 0 0.1" euler="0 0.87 0" size="0.046 0.15"/>

      <body name="back-thigh" pos="-0.5 0 0">
        <joint name="back-hip" range="-0.52 1.05" stiffness="240" damping="6"/>
        <geom name="back-thigh" pos="0.1 0 -0.13" euler="0 -3.8 0" size="0.046 0.145"/>
        <body name="back-shin" pos="0.16 0 -0.25">
          <joint name="back-knee" range="-0.785 0.785" stiffness="180" damping="4.5"/>
          <geom name="back-shin" pos="-0.14 0 -0.07" euler="0 -2.03 0" size="0.046 0.15"/>
          <body name="back-foot" pos="-0.28 0 -0.14">
            <joint name="back-ankle" range="-0.4 0.785" stiffness="120" damping="3"/>
            <geom name="back-foot" pos="0.03 0 -0.097" euler="0 -0.27 0" size="0.046 0.094"/>
          </body>
        </body>
      </body>

      <body name="front-thigh" pos="0.5 0 0">
        <joint name="front-hip" range="-1 0.7" stiffness="180" damping="4.5"/>
        <geom name="front-thigh" pos="-0.07 0 -0.12" euler="0 0.52 0" size="0.046 0.133"/>
        <body name="front-shin" pos="-0.14 0 -0.24">
          <joint name="front-knee" range="-1.2 0.87" stiffness="120" damping="3"/>
          <geom name="front-shin" pos="0.065 0 -0.09" euler="0 -0.6 0" size="0.046 0.106"/>
          <body name="front-foot" pos="0.13 0 -0.18">
            <joint name="front-ankle" range="-0.5 0.5" stiffness="60" damping="1.5"/>
            <geom name="front-foot" pos="0.045 0 -0.07" euler="0 -0.6 0" size="0.046 0.07"/>
          </body>
        </body>
      </body>
    </body>
  </worldbody>

  <contact>
    <pair geom1="ground" geom2="spine"/>
    <pair geom1="ground" geom2="head"/>
    <pair geom1="ground" geom2="back-thigh"/>
    <pair geom1="ground" geom2="back-shin"/>
    <pair geom1="ground" geom2="back-foot"/>
    <pair geom1="ground" geom2="front-thigh"/>
    <pair geom1="ground" geom2="front-shin"/>
    <pair geom1="ground" geom2="front-foot"/>
  </contact>

  <actuator>
    <motor name="back-hip" joint="back-hip" gear="120"/>
    <motor name="back-knee" joint="back-knee" gear="90"/>
    <motor name="back-ankle" joint="back-ankle" gear="60"/>
    <motor name="front-hip" joint="front-hip" gear="120"/>
    <motor name="front-knee" joint="front-knee" gear="60"/>
    <motor name="front-ankle" joint="front-ankle" gear="30"/>
  </actuator>
</mujoco>`;

/** The half-cheetah, which cannot fall so that an episode ends. */
export const halfCheetah: Robot = {
  model: halfCheetahModel,
  positions: 9,
  velocities: 9,
  motors: 6,
  unseen: 1,
  frames: 5,
  seconds: 0.05,
  feels: false,
  begin: noisyStart,
  fallen: () => false,
};
